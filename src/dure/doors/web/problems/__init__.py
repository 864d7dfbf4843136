"""Problems and opportunities, ranked by what customers say of them."""
