from linkwatch.checker import Problem, check_file, check_folder, markdown_files
from linkwatch.headings import anchors, slugify
from linkwatch.links import Link, find_links

__all__ = ["Link", "Problem", "anchors", "check_file", "check_folder", "find_links", "markdown_files", "slugify"]
