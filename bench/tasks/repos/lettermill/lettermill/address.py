def address_block(person, home="Ireland"):
    country = person.get("country", "")
    lines = [
        full_name(person),
        person.get("company", ""),
        person.get("street", ""),
        f"{person.get('postcode', '')} {person.get('city', '')}".strip(),
        country.upper() if country.lower() != home.lower() else "",
    ]
    return "\n".join(line for line in lines if line)


def full_name(person):
    parts = (person.get(key, "") for key in ("title", "first", "last"))
    return " ".join(part for part in parts if part)


def salutation(person):
    """Dear Dr Byrne, Dear Aoife, or Dear Sir or Madam, by what is known of the person."""
    title, first, last = (person.get(key, "") for key in ("title", "first", "last"))
    if title and last:
        return f"Dear {title} {last}"
    if first:
        return f"Dear {first}"
    return "Dear Sir or Madam"
