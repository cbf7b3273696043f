# The site as an image: web server and worker are two commands of it (docs/deployment.md). No
# secrets in it: settings come from the environment.

FROM python:3.13-slim-trixie AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /srv/skillmate
# Without a pip of its own, which nothing needs later.
RUN python -m venv --without-pip .venv
COPY requirements.txt ./
RUN pip --python .venv install --require-hashes -r requirements.txt
COPY . .
# Static files are part of the image. What production asks for is made up: nothing here keeps it.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    ALLOWED_HOSTS=localhost SITE_URL=https://localhost \
    DJANGO_SETTINGS_MODULE=skillmate.settings.production \
    .venv/bin/python manage.py collectstatic --noinput --verbosity 0
RUN .venv/bin/python -m compileall -q courses exchange home learners media skillmate web

FROM python:3.13-slim-trixie
# For `manage.py backup`: of the version of the server, or a newer one.
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv/skillmate --no-create-home skillmate
WORKDIR /srv/skillmate
COPY --from=build /srv/skillmate ./
# All it may write to. The code belongs to root.
RUN mkdir -p var /srv/files/media /srv/files/private && chown -R skillmate: var /srv/files
ENV DJANGO_SETTINGS_MODULE=skillmate.settings.production \
    MEDIA_ROOT=/srv/files/media PRIVATE_MEDIA_ROOT=/srv/files/private \
    PATH=/srv/skillmate/.venv/bin:$PATH PYTHONUNBUFFERED=1
USER skillmate
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "skillmate.wsgi", "--bind", "0.0.0.0:8000", "--threads", "4", "--worker-tmp-dir", "/dev/shm"]
