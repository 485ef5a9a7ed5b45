# The portal's commands. All work is done by servicestelle/launch (standard library only).
PYTHON ?= python3
LAUNCH = @exec $(PYTHON) -m servicestelle.launch

.PHONY: help run test check drill bench reset lock sbom
help:
	@echo "make run                  Portal starten (PORT=8000, DEMO_PASSWORD=…)"
	@echo "make test [ARGS=\"…\"]      alle Tests, oder pytest mit ARGS"
	@echo "make check                Stil, Vorlagen, Migrationen, Betriebsprüfung"
	@echo "make drill [NAME=…]       Ernstfälle proben"
	@echo "make bench [NAME=…]       Tempo messen"
	@echo "make reset                laufendes Portal beenden, Daten und Dateien entfernen"
	@echo "make sbom                 Stückliste (CycloneDX) schreiben und mit den Sperrdateien vergleichen"
	@echo "make lock [ARGS=\"…\"]      Abhängigkeiten neu festschreiben (ARGS=--upgrade)"

run:
	$(LAUNCH) run
test:
	$(LAUNCH) test -- $(ARGS)
check:
	$(LAUNCH) check
drill:
	$(LAUNCH) drill $(NAME)
bench:
	$(LAUNCH) bench $(NAME)
reset:
	$(LAUNCH) reset
lock:
	$(LAUNCH) lock -- $(ARGS)
sbom:
	$(LAUNCH) sbom
