# The dashboard is built with everything; what runs has only what running needs.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production CORDBOARD_HOST=0.0.0.0 CORDBOARD_DATA_DIR=/data
WORKDIR /app
COPY . .
# The Temporal worker keeps its bundle beside its sources: packages are looked up from there.
RUN npm ci --omit=dev && npm cache clean --force && mkdir -p /data workflows/generated && chown node:node /data workflows/generated
COPY --from=build /app/ui/dist ui/dist
COPY --from=build /app/plugins plugins
USER node
VOLUME /data
EXPOSE 3000
CMD ["node", "core/bin/cordboard.ts", "all"]
