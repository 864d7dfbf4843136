"""The loop a voice goes round, and the states work passes through. Source: science B1, B7."""

from typing import Final

HEARD: Final = "heard"
ACKNOWLEDGED: Final = "acknowledged"
PROMISED: Final = "promised"
HANDED_OFF: Final = "handed_off"
STARTED: Final = "started"
SHIPPED: Final = "shipped"
TOLD: Final = "told"
MEASURED: Final = "measured"
REOPENED: Final = "reopened"

#: The loop in order. A voice moves forward only; ``REOPENED`` begins another round.
LOOP: Final = (HEARD, ACKNOWLEDGED, PROMISED, HANDED_OFF, STARTED, SHIPPED, TOLD, MEASURED)

#: The customer asked again before we told them. A mark on the clock, not a stage.
ASKED: Final = "asked"

#: The voice came to a value stream. A mark on the clock, not a stage.
ROUTED: Final = "routed"

#: Flow states of a work item (Flow Framework). Every state of a tool maps to exactly one.
NEW: Final = "new"
ACTIVE: Final = "active"
WAITING: Final = "waiting"
DONE: Final = "done"
CANCELED: Final = "canceled"
IGNORE: Final = "ignore"
FLOW_STATES: Final = (NEW, WAITING, ACTIVE, DONE, CANCELED, IGNORE)

#: On whom a waiting item waits.
WAITS_ON: Final = ("customer", "team", "vendor", "item", "evidence")

#: Flow item types: new value, quality, security and compliance, impediment to future delivery.
KINDS: Final = ("feature", "defect", "risk", "debt")

#: Stages of a promise. "late" is not a stage but a reading of the clock (B7).
MADE: Final = "made"
MOVED: Final = "moved"
KEPT: Final = "kept"
BROKEN: Final = "broken"
WITHDRAWN: Final = "withdrawn"
PROMISE_STAGES: Final = (MADE, MOVED, KEPT, BROKEN, WITHDRAWN)

#: Stages of a handoff.
OFFERED: Final = "offered"
ACCEPTED: Final = "accepted"
BOUNCED: Final = "bounced"
HANDOFF_STAGES: Final = (OFFERED, ACCEPTED, BOUNCED)

#: Where a person or account stands, apart from the relation they have to us (001-19).
CUSTOMER: Final = "customer"
COWORKER: Final = "coworker"
SIDES: Final = (CUSTOMER, COWORKER)
