# Two stages: the toolchain builds, a slim image runs. Swift's libraries are linked in; SQLite, libxlsxwriter,
# Expat and libqrencode come from Debian.
# docs/DEPLOYMENT.md says how to run it, and what of this file was tried. Base images are pinned by version; whoever
# builds for an office also pins the digest that `docker pull` prints.
FROM swift:6.3.1-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends libsqlite3-dev zlib1g-dev libxlsxwriter-dev libexpat1-dev \
        libqrencode-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY Package.swift ./
COPY Sources Sources
COPY Tests Tests
RUN swift build -c release --product danvan --static-swift-stdlib \
    && install -D "$(swift build -c release --static-swift-stdlib --show-bin-path)/danvan" /built/danvan \
    && strip /built/danvan

FROM debian:12.15-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends libsqlite3-0 zlib1g libxlsxwriter4 libexpat1 libqrencode4 libstdc++6 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 danvan \
    && useradd --system --uid 10001 --gid danvan --home-dir /var/lib/danvan --no-create-home \
        --shell /usr/sbin/nologin danvan \
    && install -d -m 0700 -o danvan -g danvan /var/lib/danvan /var/lib/danvan-key
COPY --from=build /built/danvan /usr/local/bin/danvan
COPY config /usr/share/danvan/config
ENV DANVAN_SERVER_LISTEN=0.0.0.0:8080 \
    DANVAN_DATABASE_PATH=/var/lib/danvan/danvan.db \
    DANVAN_BACKUP_FOLDER=/var/lib/danvan/backups \
    DANVAN_PROOF_KEY=/var/lib/danvan-key/danvan.key
WORKDIR /usr/share/danvan
USER danvan
VOLUME /var/lib/danvan /var/lib/danvan-key
EXPOSE 8080
STOPSIGNAL SIGTERM
# 0 when ready, 1 when not: no other program is needed in the image.
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s CMD ["danvan", "health"]
ENTRYPOINT ["danvan"]
CMD ["serve"]
