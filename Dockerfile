# One image for web, worker, beat and the migrate step: docker-compose.yml says which command each runs.
FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /site
COPY requirements/ requirements/
RUN python -m venv /opt/venv && /opt/venv/bin/python requirements/install.py runtime

FROM python:3.11-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 DATA_DIR=/data
RUN useradd --system --create-home --uid 10001 bantracker && install -d -o bantracker /data
COPY --from=build /opt/venv /opt/venv
WORKDIR /site
COPY . .
USER bantracker
EXPOSE 8000
CMD ["gunicorn", "bantracker.wsgi", "--bind=0.0.0.0:8000"]
