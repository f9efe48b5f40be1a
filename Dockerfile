# Doorpost in a container: the binary, the C library that it needs, and a user who is not root.
#   docker build -t doorpost . && docker compose up
FROM rust:1.95.0-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --locked --profile dist && install -d -m 0700 /data

FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /src/target/dist/doorpost /usr/local/bin/doorpost
# A new volume takes the folder's owner and mode along.
COPY --from=build --chown=65532:65532 /data /data
ENV DOORPOST_DATA_DIR=/data DOORPOST_LISTEN=0.0.0.0:3000
VOLUME /data
EXPOSE 3000
USER 65532:65532
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s CMD ["/usr/local/bin/doorpost", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/doorpost"]
CMD ["serve"]
