"""Desk work given to the workers of a store, from outside of scheduler and worker."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from crawler.fleet import queue
from crawler.fleet.desk import Piece
from crawler.fleet.membership import in_a_line
from storage import StoreError
from storage.postgres.address import shown


def give(url: str, pieces: Sequence[Piece]) -> int:
    """Put pieces into the queue of a store; gives how many did not wait there already. Raises StoreError."""

    async def defer() -> int:
        async with queue.opened(url, "dateline", connections=2) as app:
            from procrastinate.exceptions import ConnectorException

            try:
                await queue.prepare(app)
                return await queue.defer_pieces(app, pieces)
            except ConnectorException as error:
                raise StoreError(shown(url), in_a_line(error)) from error

    return asyncio.run(defer())
