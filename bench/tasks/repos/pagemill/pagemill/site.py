"""All the posts of a site."""

from pathlib import Path

from pagemill.post import read_post
from pagemill.settings import DEFAULTS, load_settings


class Site:
    """`posts` has the newest post first; drafts are only in it when the settings say so."""

    def __init__(self, posts, settings=None):
        self.settings = {**DEFAULTS, **(settings or {})}
        shown = [post for post in posts if self.settings["show_drafts"] or not post.draft]
        self.posts = sorted(shown, key=lambda post: (post.date, post.name), reverse=True)

    def by_tag(self):
        """The posts of each tag, the tags in alphabetical order."""
        tags = sorted({tag for post in self.posts for tag in post.tags})
        return {tag: [post for post in self.posts if tag in post.tags] for tag in tags}

    def neighbours(self, post):
        """The next older and the next newer post; None where there is none."""
        place = self.posts.index(post)
        older = self.posts[place + 1] if place + 1 < len(self.posts) else None
        newer = self.posts[place - 1] if place > 0 else None
        return older, newer


def load_site(folder):
    """The site in a folder. Raises ValueError when a file cannot be read as what it should be."""
    posts = [read_post(path) for path in sorted(Path(folder, "posts").glob("*.md"))]
    return Site(posts, load_settings(folder))
