create table job (
    id varchar(36) primary key,
    process_id varchar(100) not null,
    request text not null,
    status varchar(20) not null,
    progress int not null,
    message varchar(2000) not null,
    error_code varchar(60),
    created timestamp(6) with time zone not null,
    started timestamp(6) with time zone,
    finished timestamp(6) with time zone,
    updated timestamp(6) with time zone not null,
    constraint job_status check (status in ('ACCEPTED', 'RUNNING', 'SUCCESSFUL', 'FAILED', 'DISMISSED')),
    constraint job_progress check (progress between 0 and 100)
);
create index job_created on job (created desc);
create index job_status_index on job (status);

-- The table that db-scheduler asks for.
create table scheduled_tasks (
    task_name varchar(100) not null,
    task_instance varchar(100) not null,
    task_data bytea,
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
create index scheduled_tasks_due on scheduled_tasks (execution_time);
create index scheduled_tasks_heartbeat on scheduled_tasks (last_heartbeat);
