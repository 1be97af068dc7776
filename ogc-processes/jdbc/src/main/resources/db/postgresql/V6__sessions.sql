-- Sessions of browsers that signed in, by the SHA-256 of their cookie. member_of: groups, a JSON array. sealed: the tokens of the
-- provider, encrypted by a key that only the cookie holds; renew: when they are to be renewed next.
create table browser_session (
    sha256 varchar(64) primary key,
    owner varchar(900) not null,
    name varchar(300) not null,
    roles varchar(100) not null,
    member_of varchar(250000) not null,
    expires timestamp(6) with time zone not null,
    renew timestamp(6) with time zone,
    sealed varchar(100000)
);
create index browser_session_expires on browser_session (expires);
