"""The feed for those who follow the site."""

from html import escape

ITEM = """<item>
<title>{title}</title>
<link>{link}</link>
<pubDate>{date:%a, %d %b %Y} 00:00:00 +0000</pubDate>
</item>"""


def feed(site):
    """The newest posts as RSS."""
    address = site.settings["address"].rstrip("/")
    items = [
        ITEM.format(title=escape(post.title), link=f"{address}/{post.page}", date=post.date)
        for post in site.posts[: site.settings["posts_in_feed"]]
    ]
    head = f"<title>{escape(site.settings['title'])}</title>\n<link>{address}/</link>"
    return "\n".join(['<rss version="2.0"><channel>', head, *items, "</channel></rss>", ""])
