"""History as Delta tables; the only place that executes a query on it."""

from dure.lake.compaction import compact
from dure.lake.keeping import keep_cases, keep_cases_when_due
from dure.lake.measuring import Known, TookTooLong, measured
from dure.lake.tables import Lake

__all__ = ["Known", "Lake", "TookTooLong", "compact", "keep_cases", "keep_cases_when_due", "measured"]
