"""The floor: accounts, audit log, jobs, documents, texts, search. Known by all apps, knows none."""
