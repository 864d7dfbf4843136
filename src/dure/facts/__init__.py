"""What crosses the walls: frozen dataclasses, table shapes, units."""
