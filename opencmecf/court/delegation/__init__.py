"""Staff of a firm who file for an attorney under their own login: granted by the attorney, within limits, revocable."""
