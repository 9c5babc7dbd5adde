"""Writes a site into a folder."""

import html
from pathlib import Path

from pagemill.feed import feed
from pagemill.markup import to_html
from pagemill.paging import page_name, paginate
from pagemill.template import fill


def build(site, templates, target):
    """Write all pages and the feed; returns the names of the files in the order of the alphabet."""
    templates, target = Path(templates), Path(target)
    frame = (templates / "page.html").read_text(encoding="utf-8")
    inner = (templates / "post.html").read_text(encoding="utf-8")
    files = {"feed.xml": feed(site)}
    for post in site.posts:
        body = fill(
            inner,
            title=post.title,
            date=post.date,
            minutes=post.minutes,
            tags=", ".join(post.tags),
            text=to_html(post.text),
            neighbours=neighbour_links(site, post),
        )
        files[post.page] = fill(frame, title=post.title, site=site.settings["title"], body=body)
    files.update(list_pages(site, frame, site.settings["title"], site.posts, "index"))
    for tag, posts in site.by_tag().items():
        files.update(list_pages(site, frame, tag, posts, f"tag-{tag}"))
    target.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (target / name).write_text(text, encoding="utf-8")
    return sorted(files)


def neighbour_links(site, post):
    """Links to the older and the newer post, as far as there are any."""
    older, newer = site.neighbours(post)
    links = []
    if older:
        links.append(f'<a href="{older.page}">older: {html.escape(older.title)}</a>')
    if newer:
        links.append(f'<a href="{newer.page}">newer: {html.escape(newer.title)}</a>')
    return "\n".join(links)


def list_pages(site, frame, title, posts, prefix):
    """The pages of one list: their names, and what is in them."""
    files = {}
    pages = paginate(posts, site.settings["posts_per_page"])
    for number, group in enumerate(pages, 1):
        lines = [f'<li>{post.date} <a href="{post.page}">{html.escape(post.title)}</a></li>' for post in group]
        body = "\n".join(["<ul>", *lines, "</ul>"])
        if number < len(pages):
            body += f'\n<a href="{page_name(number + 1, prefix)}">more</a>'
        files[page_name(number, prefix)] = fill(frame, title=title, site=site.settings["title"], body=body)
    return files
