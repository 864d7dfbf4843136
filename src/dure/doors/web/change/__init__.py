"""One change: who must agree, its plan, its conflicts, and the customer's notice."""
