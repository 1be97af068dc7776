alter table job add column owner varchar(200) not null default 'local';
alter table job add column sharing varchar(10) not null default 'PRIVATE';
alter table job add column base_url varchar(500) not null default '';
alter table job add column rank bigint not null default 0;
alter table job add column attempt int not null default 0;
alter table job add column phase varchar(40) not null default '';
alter table job add column measure varchar(2000);
alter table job add column duration_ms bigint;
alter table job add column idempotency_key varchar(200);
alter table job add column request_sha256 varchar(64);
alter table job add column has_subscriber boolean not null default false;
alter table job add column notified boolean not null default false;
alter table job add column bounds geometry;
alter table job add constraint job_sharing check (sharing in ('PRIVATE', 'SHARED', 'PUBLIC'));
alter table job add constraint job_idempotency unique (owner, idempotency_key);
create index job_owner on job (owner, status);
create index job_rank on job (rank);
create index job_finished on job (finished);
create spatial index job_bounds on job (bounds);

create table job_log (
    id bigint generated always as identity primary key,
    job_id varchar(36) not null references job (id) on delete cascade,
    at timestamp(6) with time zone not null,
    message varchar(2000) not null
);
create index job_log_job on job_log (job_id, id);

-- What db-scheduler asks for, again: deliveries wait apart from jobs.
create table scheduled_callbacks (
    task_name varchar(100) not null,
    task_instance varchar(100) not null,
    task_data blob,
    execution_time timestamp(6) with time zone not null,
    picked boolean not null,
    picked_by varchar(100),
    last_success timestamp(6) with time zone,
    last_failure timestamp(6) with time zone,
    consecutive_failures int,
    last_heartbeat timestamp(6) with time zone,
    version bigint not null,
    priority smallint,
    primary key (task_name, task_instance)
);
create index scheduled_callbacks_due on scheduled_callbacks (execution_time);
create index scheduled_callbacks_heartbeat on scheduled_callbacks (last_heartbeat);
