alter table job add column lane varchar(20) not null default 'MAP';
alter table job add column tries int not null default 0;
alter table job add column success_uri varchar(2000);
alter table job add column progress_uri varchar(2000);
alter table job add column failed_uri varchar(2000);

-- What db-scheduler asks for, again: questions do not wait for maps.
create table scheduled_questions (
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
create index scheduled_questions_due on scheduled_questions (execution_time);
create index scheduled_questions_heartbeat on scheduled_questions (last_heartbeat);

-- A row that is written to see whether rows can be written.
create table pulse (
    id int primary key,
    at timestamp(6) with time zone not null
);
insert into pulse (id, at) values (1, current_timestamp);
