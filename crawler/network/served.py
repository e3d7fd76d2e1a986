"""How an answer was encoded on the wire, noted before Scrapy undoes it: the archive tells it."""

from __future__ import annotations

from typing import Any

SERVED_ENCODING = "served_encoding"


class ServedMiddleware:
    """Stands just outside HttpCompressionMiddleware, so that it sees answers before they are unpacked."""

    def process_response(self, request: Any, response: Any) -> Any:
        """Keep the Content-Encoding in the request's meta."""
        encoding = response.headers.get("Content-Encoding")
        if encoding:
            request.meta[SERVED_ENCODING] = encoding.decode("latin-1")
        else:
            request.meta.pop(SERVED_ENCODING, None)
        return response
