"""Lists of books as text."""


def sort_title(title):
    """What a title is ordered by: small letters, without a leading article."""
    title = title.lower()
    for article in ("the ", "a ", "an "):
        if title.startswith(article):
            return title.removeprefix(article)
    return title


def list_books(books):
    """A line for each book, ordered by title, with the name of whoever has borrowed it."""
    lines = []
    for book in sorted(books, key=lambda book: sort_title(book.title)):
        line = f"{book.title} - {book.author}, {book.year}"
        if book.lent_to is not None:
            line += f" (lent to {book.lent_to})"
        lines.append(line)
    return lines
