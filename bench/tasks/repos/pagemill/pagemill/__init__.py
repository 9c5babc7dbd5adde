"""Makes a web site out of a folder of posts."""

from pagemill.build import build
from pagemill.markup import to_html
from pagemill.post import Post, read_post
from pagemill.reading import reading_minutes
from pagemill.site import Site, load_site

__all__ = ["Post", "Site", "build", "load_site", "read_post", "reading_minutes", "to_html"]
