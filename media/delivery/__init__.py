"""Handing files out: who may have them, and in which parts."""
