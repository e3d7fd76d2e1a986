"""What feeds.yaml may hold, as pydantic models. Descriptions and examples become the JSON Schema for editors.

The models see strings only (`config_yaml` leaves every scalar as written), so a value is read by one function of
`config_values`, which raises ValueError with the fix. Empty values (`every:` with nothing behind it) count as absent.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic.annotated_handlers import GetJsonSchemaHandler
from pydantic.functional_validators import PlainValidator
from pydantic.json_schema import JsonSchemaValue, WithJsonSchema
from pydantic_core import CoreSchema

from crawler import config_values as values

PAGES = ("matching", "all", "none")
KINDS = ("rss", "atom", "rdf", "jsonfeed", "sitemap", "listing")


def _reads(read: Callable[[str], Any]) -> PlainValidator:
    """A validator that hands a string to `read` and refuses lists and mappings in words."""

    def validate(value: object) -> Any:
        if not isinstance(value, str):
            found = "a list" if isinstance(value, list) else "keys" if isinstance(value, dict) else "nothing"
            raise ValueError(f"should be one value; found {found}")
        return read(value)

    return PlainValidator(validate)


def _choice(known: tuple[str, ...]) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value in known:
            return value
        near = values.nearest(value, known)
        raise ValueError(f"'{value}' is not one of {', '.join(known)}" + (f"; did you mean '{near}'?" if near else ""))

    return read


_TEXT = {"type": "string", "minLength": 1}
_DURATION_SCHEMA = {"type": "string", "pattern": r"^([0-9.]+[smhdw])+$", "examples": ["15m", "1h30m", "2d"]}
_ID_PATTERN = r"^[a-z0-9][a-z0-9_-]{0,63}$"

Line = Annotated[str, _reads(values.line_of_text), WithJsonSchema(_TEXT)]
Id = Annotated[str, _reads(values.identifier), WithJsonSchema({"type": "string", "pattern": _ID_PATTERN})]
Address = Annotated[str, _reads(values.web_address), WithJsonSchema({"type": "string", "pattern": "^https?://"})]
Interval = Annotated[timedelta, _reads(values.interval), WithJsonSchema(_DURATION_SCHEMA)]
Delay = Annotated[
    float,
    _reads(values.delay_s),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0, "maximum": 300}, _DURATION_SCHEMA]}),
]
Language = Annotated[
    str,
    _reads(values.language),
    WithJsonSchema({"type": "string", "pattern": "^[a-z]{2,3}$", "examples": ["en", "he"]}),
]
Zone = Annotated[str, _reads(values.time_zone), WithJsonSchema({**_TEXT, "examples": ["Asia/Jerusalem", "UTC"]})]
Encoding = Annotated[str, _reads(values.encoding), WithJsonSchema({**_TEXT, "examples": ["windows-1255"]})]
Css = Annotated[str, _reads(values.css), WithJsonSchema({**_TEXT, "examples": ["h2 > a"]})]
Pages = Annotated[Literal["matching", "all", "none"], _reads(_choice(PAGES)), WithJsonSchema({"enum": list(PAGES)})]
Kind = Annotated[str, _reads(_choice(KINDS)), WithJsonSchema({"enum": list(KINDS)})]
KeepRaw = Annotated[
    timedelta | None,
    _reads(values.keep_raw),
    WithJsonSchema({"anyOf": [_DURATION_SCHEMA, {"enum": ["forever", "none"]}]}),
]
Revisits = Annotated[
    tuple[Interval, ...] | None,
    WithJsonSchema({"anyOf": [{"type": "array", "items": _DURATION_SCHEMA}, {"const": "none"}]}),
]
Term = Annotated[str, _reads(values.term), WithJsonSchema(_TEXT)]
Contact = Annotated[str, _reads(values.contact), WithJsonSchema({**_TEXT, "examples": ["desk@newsroom.example"]})]
CidrNetwork = Annotated[values.Network, _reads(values.network), WithJsonSchema({**_TEXT, "examples": ["10.1.0.0/16"]})]


def _distinct(items: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))


class _Keys(BaseModel):
    """A mapping of known keys; a key without a value counts as absent."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _drop_empty(cls, written: object) -> object:
        if not isinstance(written, dict):
            return written
        return {key: value for key, value in written.items() if value is not None or key not in cls.model_fields}


class TopicKeys(_Keys):
    """Words that select articles, in titles, summaries and tags, in any script."""

    any: tuple[Term, ...] = Field((), description="One of these must stand in the article (* leaves its end open).")
    all: tuple[Term, ...] = Field((), description="Every one of these must stand in it.")
    none: tuple[Term, ...] = Field((), description="None of these may stand in it.")

    @model_validator(mode="after")
    def _selects_something(self) -> TopicKeys:
        if not self.any and not self.all:
            raise ValueError("matches nothing: give it `any:` with a list of words")
        return self


class FeedKeys(_Keys):
    """One address of an outlet that lists articles."""

    url: Address = Field(description="RSS, Atom, RDF, JSON Feed, news sitemap, or a section page.")
    language: Language | None = Field(None, description="Of its articles, where it is not the outlet's.")
    every: Interval | None = Field(None, description="How often it is polled; left out, as often as it brings news.")
    kind: Kind | None = Field(None, description="Left out, it is told from the bytes; a section page needs `listing`.")
    links: Css | None = Field(None, description="For `kind: listing`: CSS of the links to articles.")
    encoding: Encoding | None = Field(None, description="Where the feed does not declare its own, or a wrong one.")
    timezone: Zone | None = Field(None, description="For its dates without a zone, where it is not the outlet's.")

    @model_validator(mode="before")
    @classmethod
    def _address_alone(cls, written: object) -> object:
        return {"url": written} if isinstance(written, str) else written

    @model_validator(mode="after")
    def _links_belong_to_listings(self) -> FeedKeys:
        if self.kind == "listing" and not self.links:
            raise ValueError("is a listing: it needs `links:`, CSS of the links to its articles, such as h2 > a")
        if self.links and self.kind != "listing":
            raise ValueError("has `links:`, which a section page needs: add `kind: listing`, or delete it")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The address alone, or the keys."""
        keys = handler.resolve_ref_schema(handler(schema))
        return {"anyOf": [{"type": "string", "pattern": "^https?://"}, keys]}


class PageKeys(_Keys):
    """Where an outlet's pages keep their parts, when they are not found without help."""

    body: Css | None = Field(None, description="CSS of the elements that hold the text.")
    byline: Css | None = Field(None, description="CSS of the line that names the authors.")
    published: Css | None = Field(None, description="CSS of the element with the date of publication.")


class OutletKeys(_Keys):
    """An edition of a news organisation: who it is, and how it is crawled."""

    name: Line = Field(description="As it calls itself.")
    group: Id | None = Field(None, description="Shared by the editions of one publisher; left out, the outlet's id.")
    aliases: Annotated[tuple[Line, ...], AfterValidator(_distinct)] = Field(
        (), description="Names the press uses for it, in every script, one a line."
    )
    homepage: Address | None = Field(None, description="Its front page.")
    language: Language | None = Field(None, description="Of its articles, unless a feed says otherwise.")
    timezone: Zone = Field("UTC", description="For dates without a zone, and for zone names such as IST.")
    pages: Pages = Field("matching", description="Whose pages are fetched: those that match a topic, all, or none.")
    feeds: tuple[FeedKeys, ...] = Field((), description="Addresses that list its articles.")
    known_gaps: Line | None = Field(None, description="What its feeds never carry (print, subscribers' sections).")
    delay: Delay = Field(1.0, description="Seconds between two requests to one of its hosts.")
    encoding: Encoding | None = Field(None, description="Of its pages and feeds, where they declare a wrong one.")
    page: PageKeys | None = Field(None, description="CSS for parts of its pages that are not found without help.")
    revisit: Revisits = Field(None, description="How long after the first fetch a page is fetched again; none: never.")
    keep_raw: KeepRaw = Field(timedelta(days=90), description="How long pages are kept as they were served.")

    @model_validator(mode="before")
    @classmethod
    def _never_again(cls, written: object) -> object:
        if not isinstance(written, dict):
            return written
        revisit = written.get("revisit")
        never = isinstance(revisit, str) and revisit.lower() == "none"
        return {**written, "revisit": []} if never else written


class ConfigKeys(_Keys):
    """feeds.yaml: what dateline watches."""

    contact: Contact | None = Field(None, description="Where outlets reach you; sent with every request.")
    topics: dict[Id, TopicKeys] = Field({}, description="Which articles matter.")
    outlets: dict[Id, OutletKeys] = Field(description="Who is watched.")
    allow_addresses: tuple[CidrNetwork, ...] = Field((), description="Private networks to fetch from (CIDR).")
