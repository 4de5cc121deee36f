"""Everything on one machine: PostgreSQL and Valkey out of wheels, web, worker and beat under supervisord.

`python -m bantracker.stack up` is what `make up` calls. Nothing here imports Django: the project's
own commands run as processes, with the settings that this package made. See docs/decisions/0010.
"""
