FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    SANSHEN_DATA_DIR=/data \
    SANSHEN_DATABASE_URL=sqlite:////data/sanshen.sqlite3

WORKDIR /srv/sanshen
COPY requirements-ocr.lock ./
RUN pip install --no-cache-dir -r requirements-ocr.lock
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY app ./app
COPY lexicons ./lexicons
COPY migrations ./migrations
RUN pip install --no-cache-dir --no-deps . \
    && useradd --system --uid 10001 --home-dir /data --create-home sanshen

USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]

# Migrations first; then the one process that serves takes over as PID 1, so that it gets the stop signal.
CMD ["sh", "-c", "sanshen migrate && exec sanshen serve --host 0.0.0.0 --port 8000"]
