"""Where Ibis' Spark SQL says something else than its DuckDB SQL, said alike: the same rows on every engine."""

from typing import Any, Final

import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import sqlglot.expressions as sge
from ibis.backends.pyspark import Backend as PySparkBackend
from ibis.backends.sql.compilers.base import NULL
from ibis.backends.sql.compilers.pyspark import PySparkCompiler

_MICROSECONDS: Final = {"microsecond": 1, "millisecond": 1_000, "second": 1_000_000}

#: What stands for null where two keys are compared; that it is null is compared beside it.
_STAND_INS: Final = {dt.String: "", dt.Boolean: False, dt.Integer: 0}


class SameSQL(PySparkCompiler):
    """Spark SQL with DuckDB's answers for what is not there: no rows, no place in a list, no number."""

    __slots__ = ()

    def visit_NonNullLiteral(self, op: ops.Literal, *, value: Any, dtype: dt.DataType) -> Any:
        """A number with a point is a decimal to Spark, which rounds quotients to a few places."""
        if dtype.is_floating():
            return self.cast(sge.convert(repr(float(value))), dt.float64)
        return super().visit_NonNullLiteral(op, value=value, dtype=dtype)

    def visit_TimestampDelta(self, op: ops.TimestampDelta, *, part: Any, left: Any, right: Any) -> Any:
        """Ibis asks for a unit of TIMESTAMPDIFF that not every Spark server has."""
        unit = op.part.value.lower()
        if unit not in _MICROSECONDS:
            raise ValueError(f"days between moments are counted in microseconds here, not in {unit}s")
        elapsed = sge.Paren(this=self.f.anon.unix_micros(left) - self.f.anon.unix_micros(right))
        return (
            elapsed
            if unit == "microsecond"
            else sge.IntDiv(this=elapsed, expression=sge.convert(_MICROSECONDS[unit]))
        )

    def visit_CountStar(self, op: ops.CountStar, *, arg: Any, where: Any) -> Any:
        """None is 0, where Ibis' sum of nothing is null."""
        counted = super().visit_CountStar(op, arg=arg, where=where)
        return counted if where is None else self.f.coalesce(counted, 0)

    def visit_ArrayCollect(
        self, op: ops.ArrayCollect, *, arg: Any, where: Any, order_by: Any, include_null: bool, distinct: bool
    ) -> Any:
        """Nothing collected is null; ordered by what is collected itself, which Spark sorts afterwards."""
        if order_by and (len(op.order_by) > 1 or op.order_by[0].arg != op.arg or op.order_by[0].descending):
            raise ValueError("a list can be collected in its own ascending order only: Spark has no other")
        listed = super().visit_ArrayCollect(
            op, arg=arg, where=where, order_by=(), include_null=include_null, distinct=distinct
        )
        return self.f.nullif(self.f.anon.sort_array(listed) if order_by else listed, self.f.array())

    def visit_ArrayIndex(self, op: ops.ArrayIndex, *, arg: Any, index: Any) -> Any:
        """Null where the list has no such place, before its first and after its last."""
        return self.f.anon.get(arg, index)

    def visit_ArrayLength(self, op: ops.ArrayLength, *, arg: Any) -> Any:
        """The length of what is null is null, not -1."""
        return self.f.anon.array_size(arg)

    def visit_InValues(self, op: ops.InValues, *, value: Any, options: Any) -> Any:
        """In brackets, for Spark cannot read ``a IN (b) <> c``."""
        return sge.Paren(this=super().visit_InValues(op, value=value, options=options))

    def visit_Between(self, op: ops.Between, *, arg: Any, lower_bound: Any, upper_bound: Any) -> Any:
        """In brackets, as above."""
        return sge.Paren(
            this=super().visit_Between(op, arg=arg, lower_bound=lower_bound, upper_bound=upper_bound)
        )

    def visit_IdenticalTo(self, op: ops.IdenticalTo, *, left: Any, right: Any) -> Any:
        """Said as two equalities, which every server joins by; Sail tries each pair of rows for ``<=>``."""
        stand_in = next(
            (value for kind, value in _STAND_INS.items() if isinstance(op.left.dtype, kind)), None
        )
        if stand_in is None or op.left.dtype != op.right.dtype:
            return super().visit_IdenticalTo(op, left=left, right=right)
        there = self.f.coalesce(left, sge.convert(stand_in)).eq(self.f.coalesce(right, sge.convert(stand_in)))
        missing = sge.Paren(this=left.is_(NULL)).eq(sge.Paren(this=right.is_(NULL)))
        return sge.Paren(this=sge.And(this=there, expression=missing))

    def visit_IsNull(self, op: ops.IsNull, *, arg: Any) -> Any:
        """Ibis takes "not a number" for null here and nowhere else."""
        return arg.is_(NULL)

    def visit_NotNull(self, op: ops.NotNull, *, arg: Any) -> Any:
        return arg.is_(sge.Not(this=NULL))


class Backend(PySparkBackend):
    """Ibis' Spark, speaking :class:`SameSQL`."""

    compiler = SameSQL()


Backend.register_options()
