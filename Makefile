# GeoCrop. `make` lists the targets.
SHELL := /bin/bash
MVN := mvn -B -ntp -q -Dgit.commit=$(shell git rev-parse --verify --quiet HEAD || echo unknown)
JAR := server/target/geocrop-app.jar
PAGE := web/dist/index.html
MODULES := ogc-processes/geotools ogc-processes/core ogc-processes/models ogc-processes/jdbc ogc-processes/s3 tiler-config geoserver-plugin server batch k8s
SOURCES := pom.xml $(shell find $(MODULES) -path '*/target' -prune -o -type f \( -path '*/src/main/*' -o -name pom.xml \) -print)
WEB_SOURCES := web/package-lock.json $(shell find web/src web/public web/tools web/index.html web/vite.config.ts web/tsconfig.json -type f)
export GEOCROP_PORT ?= 8080
# XGBoost's threads sleep while they wait for one another: spinning, they stand still on a busy machine.
export OMP_WAIT_POLICY ?= passive

.DEFAULT_GOAL := help
.PHONY: help run stop test soak it it-clients conformance it-geoserver it-spark it-minio it-images k8s-server k8s-validate package up down lint format bench bench-accuracy bench-tiles load bless lock sbom picture clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: $(JAR) ## Set up, build, start the server and make the crop map of the sample landscape
	@tools/packages libgomp1
	@tools/run

stop: ## Stop the server that `make run` started
	@tools/stop

test: $(PAGE) ## Set up, then every test: Java, GDAL, the built server, the page in a browser
	@tools/packages libgomp1 gdal-bin python3-gdal python3-numpy chromium postgresql-15 postgresql-15-postgis-3 faketime
	@command -v kubectl >/dev/null || tools/packages kubernetes-client
	tools/test

soak: $(JAR) ## The long tests, tagged soak: kills, outages, fuzzing, load, an hour of uptime; SHORT=1: minutes; TEST=UptimeIT: one
	@tools/packages libgomp1 gdal-bin python3-gdal python3-numpy postgresql-15 postgresql-15-postgis-3 faketime
	mvn -B -ntp verify $(if $(SHORT),-Dgeocrop.soak.short=true,-Dchecks.skip -Dit.forks=1 -Dgeocrop.soak.short=false) -Dtest.groups=soak -Dexcluded.groups=clients $(if $(TEST),-pl server -am -Dunit.skip -Dit.test='$(TEST)' -Dfailsafe.failIfNoSpecifiedTests=false)

it: $(JAR) ## Only the tests that start servers or run other programs
	@tools/packages libgomp1 gdal-bin python3-gdal python3-numpy chromium postgresql-15 postgresql-15-postgis-3 faketime
	mvn -B -ntp verify -Dunit.skip
	cd web && npm test --silent

it-clients: $(JAR) ## QGIS, GDAL, OWSLib, OpenLayers and pystac-client on the built server
	@tools/packages libgomp1 python3-gdal python3-numpy python3-owslib python3-qgis qgis-providers chromium
	mvn -B -ntp -pl server -am verify -Dchecks.skip -Dunit.skip -Dexcluded.groups= -Dit.test=ClientsIT -Dfailsafe.failIfNoSpecifiedTests=false
	@echo "Their pictures: server/target/clients"

conformance: $(JAR) ## Schemas, DTD, XSDs, and validators from PyPI; CHECKS=ValidatorsIT: only those
	@tools/packages libgomp1
	mvn -B -ntp -pl server -am verify -Dchecks.skip -Dunit.skip -Dexcluded.groups=soak -Dit.test='$(or $(CHECKS),ValidatorsIT,ConformanceIT,Declared*IT,SchemaIT,MapsIT)' -Dfailsafe.failIfNoSpecifiedTests=false

it-geoserver: ## The plugin in a running GEOSERVER, beside a server (GEOCROP) on the same sample landscape
	@tools/packages python3-gdal python3-numpy
	/usr/bin/python3 geoserver-plugin/src/test/clients/geoserver_rights.py $(GEOSERVER)
	/usr/bin/python3 geoserver-plugin/src/test/clients/geoserver_check.py $(GEOSERVER) $(GEOCROP) geoserver-plugin/target/pictures

it-spark: $(JAR) ## A region on a real Spark cluster of this machine: the same bytes, whatever is killed
	@tools/packages libgomp1
	@tools/spark
	mvn -B -ntp -pl batch,server -am verify -Dchecks.skip -Dunit.skip -Dtest.groups=spark -Dexcluded.groups=clients,soak -Dit.test=SparkClusterIT,RegionsIT -Dfailsafe.failIfNoSpecifiedTests=false

it-minio: $(JAR) ## The contract of stores, each user's rights, backup and restore on a real MinIO, built from source
	@tools/packages postgresql-15 postgresql-15-postgis-3
	@tools/minio
	mvn -B -ntp -pl ogc-processes/s3,k8s -am verify -Dchecks.skip -Dunit.skip -Dtest.groups=minio -Dexcluded.groups=soak -Dit.test='Minio*IT,RestoreIT' -Dfailsafe.failIfNoSpecifiedTests=false

it-images: ## Images really built, where a base can't be had on a stand-in of Debian's packages, and run as the manifests say
	@tools/packages buildah podman runc mmdebstrap postgresql-15 postgresql-15-postgis-3
	tools/images

k8s-server: $(JAR) ## A real API server of Kubernetes, built from source: every overlay applied, every pod admitted, who may do what
	@tools/packages etcd-server
	@tools/kube
	mvn -B -ntp -pl k8s -am verify -Dchecks.skip -Dunit.skip -Dtest.groups=kube -Dexcluded.groups=soak -Dit.test=ApiServerIT,RestoreScriptIT -Dfailsafe.failIfNoSpecifiedTests=false

k8s-validate: $(JAR) ## Render every overlay; check it against Kubernetes' schemas and our policies; lint the Dockerfiles
	@command -v kubectl >/dev/null || tools/packages kubernetes-client
	mvn -B -ntp -pl k8s -am verify -Dchecks.skip -Dtest='org.geocrop.k8s.*Test' -Dit.test=none -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false

package: $(PAGE) ## Only build: the page, the server's jar, the plugin
	$(MVN) verify -DskipTests -Dchecks.skip

up: docker/.env ## All of GeoCrop by docker compose: PostGIS, MinIO, MLflow, GeoServer, web, workers
	docker compose -f docker/compose.yaml up --build --detach --wait
	@sed -n 's/^GEOCROP_PUBLIC_URL=/The page: /p' docker/.env

down: ## Stop what `make up` started; its volumes stay
	docker compose -f docker/compose.yaml down

docker/.env:
	@# Each secret is made here, and is nowhere else.
	@awk '/=change-me/ { sub(/change-me.*/, ""); "openssl rand -hex 24" | getline s; close("openssl rand -hex 24"); $$0 = $$0 s } { print }' docker/.env.example >$@
	@chmod 600 $@

lint: web/node_modules/.package-lock.json ## Check format and code without testing
	$(MVN) verify -DskipTests
	cd web && npm run --silent lint

format: web/node_modules/.package-lock.json ## Format all sources
	$(MVN) spotless:apply
	cd web && npm run --silent format

bench: $(JAR) ## Measure this machine, beside the peers
	@tools/packages libgomp1 python3-numpy python3-gdal
	@tools/bench

bench-accuracy: $(JAR) ## Accuracy on real samples beside scikit-learn's random forest
	@tools/packages libgomp1
	@tools/bench-accuracy

bench-tiles: $(JAR) ## Tiles of one COG beside MapServer and TiTiler
	@tools/packages libgomp1 python3-numpy python3-gdal cgi-mapserver lighttpd wrk procps
	@tools/bench-tiles

load: $(JAR) ## 200 clients of jobs for two minutes, 400 of maps for one: errors, latency, memory
	@tools/packages libgomp1
	@mvn -B -ntp -pl server -am verify -Dchecks.skip -Dunit.skip -Dtest.groups=soak -Dexcluded.groups=clients -Dit.test='LoadIT,MapLoadIT' -Dfailsafe.failIfNoSpecifiedTests=false | grep -E '^Load:|BUILD|ERROR'

bless: $(JAR) ## Take what is rendered now as the golden pictures, and what is declared; look at them before you commit
	$(MVN) verify -Dtest='*GoldenTest' -Dit.test=ConformanceIT -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false -Dgeocrop.bless=true
	@git status --short '*.png'

picture: $(JAR) ## Take the pictures of the README and the tutorial anew
	@tools/packages libgomp1 chromium
	cd web && node tools/picture.mjs ../docs

lock: $(JAR) ## Take the libraries of the server's jar as those that may be shipped; look at the difference before you commit
	$(MVN) -pl server verify -Dchecks.skip -Dunit.skip -Dit.test=SupplyChainIT -Dgeocrop.bless=true
	@git status --short server/libraries.lock

sbom: ## A CycloneDX bill of materials of the server: server/target/bom.json
	$(MVN) -pl server -am verify -DskipTests -Dchecks.skip -Psbom

clean: ## Remove what was built, and the data of `make run`
	-@tools/stop
	$(MVN) clean
	rm -rf web/dist web/node_modules web/target .build

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	cd web && npm ci --no-audit --no-fund --silent
	@touch $@

$(PAGE): web/node_modules/.package-lock.json $(WEB_SOURCES)
	cd web && npm run --silent build

$(JAR): $(SOURCES) $(PAGE)
	$(MVN) -pl server -am verify -DskipTests -Dchecks.skip
	@touch $@
