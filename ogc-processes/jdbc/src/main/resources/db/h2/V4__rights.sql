-- Owners are named with the issuer of their tokens, whose address may be long.
alter table job alter column owner set data type varchar(900);

-- Who owns what is not a job (data sets and models, by name), and with whom things are shared. sharing is as in job;
-- with PRIVATE, those in a grant may read all the same. No checks: see V3.
create table holding (
    thing varchar(300) primary key,
    owner varchar(900) not null,
    sharing varchar(10) not null,
    created timestamp(6) with time zone not null
);
create table sharing_grant (
    thing varchar(300) not null,
    grantee varchar(910) not null,
    primary key (thing, grantee)
);
create index sharing_grant_grantee on sharing_grant (grantee);

create table audit (
    id bigint generated always as identity primary key,
    at timestamp(6) with time zone not null,
    actor varchar(900) not null,
    action varchar(60) not null,
    target varchar(500) not null,
    address varchar(60) not null,
    outcome int not null,
    request varchar(64) not null
);
create index audit_at on audit (at);

-- Keys made by API; the key itself is not kept.
create table api_key (
    id varchar(36) primary key,
    sha256 varchar(64) not null unique,
    owner varchar(200) not null,
    role varchar(10) not null,
    processes varchar(2000) not null,
    expires timestamp(6) with time zone,
    created timestamp(6) with time zone not null,
    created_by varchar(900) not null,
    revoked timestamp(6) with time zone
);
