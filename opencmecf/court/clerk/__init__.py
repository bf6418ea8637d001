"""The clerk's office at work on the record: a look at each new filing, corrections, motions that wait."""
