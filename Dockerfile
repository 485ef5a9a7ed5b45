# syntax=docker/dockerfile:1
# Das Portal als Abbild: gebaut mit allem Werkzeug, ausgeliefert mit dem Nötigsten. Kein Geheimnis kommt hinein.

FROM debian:trixie-slim AS bau
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
ENV PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates python3 python3-venv \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/portal
COPY requirements.txt ./
RUN python3 -m venv /opt/venv \
 && /opt/venv/bin/pip install --quiet --only-binary :all: --require-hashes -r requirements.txt \
 && /opt/venv/bin/python -m compileall -q -j 0 /opt/venv
COPY . ./
# Gestaltung, Schriften und statische Dateien entstehen hier, damit der Dienst nichts mehr holen muss.
RUN PORTAL_VENV=/opt/venv python3 -m servicestelle.launch image

FROM debian:trixie-slim AS portal
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      ca-certificates libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 python3 tzdata \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --user-group --home-dir /srv/portal --no-create-home --shell /usr/sbin/nologin portal
COPY --from=bau /opt/venv /opt/venv
COPY --from=bau /srv/portal /srv/portal
# Nur diese Ordner sind für den Dienst beschreibbar; im Betrieb liegen dort Volumes.
RUN install -d -o portal -g portal -m 0700 /srv/portal/var/ablage /srv/portal/var/post /srv/sicherungen
WORKDIR /srv/portal
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=servicestelle.settings VAR_DIR=/srv/portal/var LEBENSZEICHEN=/tmp
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-m", "servicestelle.lebenszeichen", "web"]
# Acht Threads je Prozess: höchstens 16 Verbindungen zur Datenbank. Von selbst nähme granian je Prozess 256.
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", \
     "--workers", "2", "--blocking-threads", "8", "--respawn-failed-workers", "--respawn-interval", "1", \
     "servicestelle.wsgi:application"]

FROM caddy:2.11.7 AS tor
# Caddy läuft ohne root; seine Zertifikate liegen in einem Volume, das diesen Besitz übernimmt.
RUN addgroup -S -g 10002 tor \
 && adduser -S -D -H -u 10002 -G tor tor \
 && chown -R tor:tor /data /config
COPY Caddyfile /etc/caddy/Caddyfile
USER 10002:10002
EXPOSE 8080 8443
