-- What a house assessment was made on (the level of counting, the ground and period of a list of blocks), so that it stops
-- counting when that changes (CHK-36). Empty: nothing that could change, or written before this was kept.
alter table house_assessments add column basis text not null default '';
