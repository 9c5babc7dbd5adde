"""Looks for links that lead nowhere."""

from pagemill.markup import link_targets


def broken_links(site):
    """Pairs of a post's name and a target: links to pages of the site that there are not."""
    pages = {post.page for post in site.posts} | {"index.html", "feed.xml"}
    broken = []
    for post in site.posts:
        for target in link_targets(post.text):
            page = target.partition("#")[0]
            if page and "://" not in page and page not in pages:
                broken.append((post.name, target))
    return broken
