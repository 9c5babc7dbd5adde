"""Lists of posts that are spread over several pages."""


def page_name(number, prefix="index"):
    """The file of a page; the first one has no number."""
    return f"{prefix}.html" if number == 1 else f"{prefix}-{number}.html"


def paginate(posts, size):
    """The posts in groups of `size`; there is always a first page, even an empty one."""
    pages = [posts[start : start + size] for start in range(0, len(posts), size)]
    return pages or [[]]
