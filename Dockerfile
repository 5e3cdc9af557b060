# One image for web, worker, scheduler and the one-shot jobs; docker-compose.yml says what each runs.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    PYTHONPATH=/srv/crossport:/srv/crossport/platform \
    DJANGO_SETTINGS_MODULE=config.settings \
    STATE_DIR=/var/lib/crossport

RUN useradd --system --uid 10001 --create-home crossport
WORKDIR /srv/crossport

COPY requirements.lock .
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock

COPY . .
# Compiled translations and static files belong to the image; media is a volume.
RUN install -d -o crossport /var/lib/crossport /var/lib/crossport/media \
    && TOOLING=1 python manage.py translations \
    && TOOLING=1 python manage.py collectstatic --no-input --verbosity 0

USER crossport
EXPOSE 8000
