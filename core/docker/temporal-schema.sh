#!/bin/sh
# Makes and upgrades Temporal's two databases. Running it again changes nothing.
set -eu

schema=/etc/temporal/schema/postgresql/v12

prepare() {
  tool="temporal-sql-tool --plugin postgres12 --ep $SQL_HOST -p 5432 -u $SQL_USER --db $1"
  $tool create
  $tool update-schema -d "$schema/$2/versioned" || {
    $tool setup-schema -v 0.0
    $tool update-schema -d "$schema/$2/versioned"
  }
}

prepare temporal temporal
prepare temporal_visibility visibility
