# Two stages: the toolchain builds, a slim image runs. Swift's libraries are linked in; SQLite comes from Debian.
FROM swift:6.3-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends libsqlite3-dev zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY Package.swift ./
COPY Sources Sources
COPY Tests Tests
RUN swift build -c release --product danvan --static-swift-stdlib \
    && install -D "$(swift build -c release --static-swift-stdlib --show-bin-path)/danvan" /built/danvan \
    && strip /built/danvan

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends libsqlite3-0 zlib1g libstdc++6 ca-certificates curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/danvan --create-home danvan
COPY --from=build /built/danvan /usr/local/bin/danvan
COPY config /usr/share/danvan/config
ENV DANVAN_SERVER_LISTEN=0.0.0.0:8080 \
    DANVAN_DATABASE_PATH=/var/lib/danvan/danvan.db
WORKDIR /usr/share/danvan
USER danvan
VOLUME /var/lib/danvan
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
    CMD curl -fsS http://127.0.0.1:8080/readyz || exit 1
ENTRYPOINT ["danvan"]
CMD ["serve"]
