#!/bin/sh
# A database per service, owned by a role of its own that is no superuser and enters no other database. Reads each
# password from $MEEDOEN_SECRETS/database_<service>; may be run again, also to change a password. Connects as PG… says.
set -eu
: "${MEEDOEN_SECRETS:=/run/secrets}"
: "${MEEDOEN_SERVICES:=intake trajecten werkgevers budget monitor}"

for service in $MEEDOEN_SERVICES; do
  password=$(cat "$MEEDOEN_SECRETS/database_$service")
  [ -n "$password" ] || { echo "database_$service is empty" >&2; exit 1; }
  # The password goes over standard input: arguments of a process can be read by others on the machine.
  psql -q -v ON_ERROR_STOP=1 -d "${PGDATABASE:-postgres}" <<SQL
\\set service '$service'
\\set password '$(printf %s "$password" | sed "s/\\\\/\\\\\\\\/g; s/'/''/g")'
select not exists (select from pg_roles where rolname = :'service') as missing \\gset
\\if :missing
create role :"service";
\\endif
alter role :"service" with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password :'password';
select not exists (select from pg_database where datname = :'service') as missing \\gset
\\if :missing
create database :"service" owner :"service";
\\endif
revoke connect, temporary on database :"service" from public;
SQL
done
