-- A key belongs to a user as Users names them, and has a name of its own for people.
alter table api_key alter column owner type varchar(900);
alter table api_key add column label varchar(200) not null default '';
alter table api_key add column last_used timestamp(6) with time zone;
create index api_key_owner on api_key (owner);

-- By which key a caller came: its id, 'settings' for one of the settings, nothing for a token.
alter table audit add column via varchar(40) not null default '';
