"""Benchmarks: `make bench` measures every figure beside its target, in one run on one machine."""
