"""Pages as HTML (Jinja2, everything escaped), their stylesheet made of the theme's tokens, and their headers.

There is no script on any page, and the headers allow none; styles and pictures come from the server alone.
"""

import functools
import hashlib
import re
import tomllib
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response

from inspector import assets
from inspector.i18n import Translator

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "private, no-store",
}
STRICT_TRANSPORT: Final = "max-age=31536000"
FOREVER: Final = "public, max-age=31536000, immutable"
TAGS: Final = {"zh_CN": "zh-CN", "en": "en"}
"""How HTML names the languages."""


@functools.cache
def environment() -> Environment:
    """The templates in `resources/web`. An unknown name in one is an error, not an empty text."""
    made = Environment(
        loader=FileSystemLoader(assets.resource("web")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["tags"] = TAGS
    made.globals["style"] = style_address()
    return made


def page(template: str, t: Translator, status: int = 200, **values: Any) -> Response:
    """A page in a language."""
    text = environment().get_template(template).render(t=t, plural=t.plural, **values)
    headers = {"Content-Language": TAGS[t.language], "Vary": "Cookie, Accept-Language"}
    return Response(text, status, headers, media_type="text/html")


@functools.cache
def stylesheet() -> bytes:
    """The stylesheet: the tokens of the light theme, those of the dark one where the system is dark, then the rules."""
    light, dark = _tokens("light"), _tokens("dark")
    rules = assets.resource("web/style.css").read_text("utf-8")
    dark_rules = f"@media screen and (prefers-color-scheme: dark) {{\n:root {{\n{dark}}}\n}}\n"
    return f":root {{\n{light}}}\n{dark_rules}{rules}".encode()


def _tokens(theme: str) -> str:
    colors = tomllib.loads(assets.resource(f"themes/{theme}.toml").read_text("utf-8"))["colors"]
    return "".join(f"  --{name}: {_css(value)};\n" for name, value in colors.items())


def _css(value: str) -> str:
    """Qt writes the opacity first, CSS last."""
    found = re.fullmatch(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{6})", value)
    return f"#{found[2]}{found[1]}" if found else value


@functools.cache
def style_address() -> str:
    """Where the stylesheet is; another one has another address, so that browsers may keep each for ever."""
    return f"/style-{hashlib.sha256(stylesheet()).hexdigest()[:16]}.css"


def style() -> Response:
    """The stylesheet."""
    return Response(stylesheet(), headers={"Cache-Control": FOREVER}, media_type="text/css")
