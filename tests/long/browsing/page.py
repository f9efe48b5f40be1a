"""What can be used on a page, in the order in which a text browser goes through it."""

import html.parser


class Thing:
    """A link, a field or a button."""

    def __init__(self, tag, attributes, action):
        self.tag, self.attributes, self.action = tag, attributes, action

    def matches(self, wanted):
        return all(
            self.action == value if name == "action" else self.tag == value if name == "tag"
            else self.attributes.get(name) == value
            for name, value in wanted.items()
        )


class _Reader(html.parser.HTMLParser):
    def __init__(self, with_pictures):
        super().__init__()
        self.things, self.action, self.in_link, self.with_pictures = [], None, False, with_pictures

    def handle_starttag(self, tag, attributes):
        attributes = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.action = attributes.get("action")
        is_link = tag == "a" and "href" in attributes
        is_field = tag in ("button", "select", "textarea") or tag == "input" and attributes.get("type") != "hidden"
        self.in_link = self.in_link or is_link
        # Some make two links of one that holds a picture and words.
        is_picture = tag == "img" and self.in_link and self.with_pictures
        if is_link or is_field or is_picture:
            self.things.append(Thing(tag, attributes, self.action))

    def handle_endtag(self, tag):
        if tag == "form":
            self.action = None
        elif tag == "a":
            self.in_link = False


def things(page, with_pictures=False):
    reader = _Reader(with_pictures)
    reader.feed(page)
    return reader.things


def number_of(page, wanted, with_pictures=False):
    """Of the thing that is wanted, among all of the page."""
    for number, thing in enumerate(things(page, with_pictures)):
        if thing.matches(wanted):
            return number
    return None


def selector(wanted):
    """The same for a browser that knows selectors."""
    wanted = dict(wanted)
    action, tag = wanted.pop("action", None), wanted.pop("tag", "")
    form = f'form[action="{action}"] ' if action else ""
    attributes = "".join(f'[{name}="{value}"]' for name, value in wanted.items())
    return f"{form}{tag}{attributes}"
