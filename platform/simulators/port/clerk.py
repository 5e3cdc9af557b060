"""The clerk: works off what waits and what is due, one thing after another."""

from simulators.port.intake.desk import process
from simulators.port.office import Office
from simulators.port.states import advance
from simulators.port.types import declared

_BATCH = 50


def work(office: Office) -> bool:
    """A batch of messages, then a batch of steps; False when there was nothing to do."""
    return _read_messages(office) + _take_steps(office) > 0


def _read_messages(office: Office) -> int:
    waiting = office.store.rows("SELECT * FROM messages WHERE waiting = 1 ORDER BY id LIMIT ?", _BATCH)
    for row in waiting:
        process(office, row)
    return len(waiting)


def _take_steps(office: Office) -> int:
    sql = "SELECT id FROM documents WHERE due_at <= ? ORDER BY due_at, id LIMIT ?"
    due = office.store.rows(sql, office.clock(), _BATCH)
    for found in due:
        with office.store.transaction():
            # read again: an earlier step of this batch, or a caller, may have moved it
            row = office.store.row(
                "SELECT * FROM documents WHERE id = ? AND due_at <= ?", found["id"], office.clock()
            )
            if row:
                advance(office, declared(row))
    return len(due)
