"""Tests: units mirror the source, laws prove, journeys play it all, house reads the code."""
