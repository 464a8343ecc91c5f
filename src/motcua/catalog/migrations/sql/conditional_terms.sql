-- What dossiers were received under: a longer term is neither added to nor taken from it later.
CREATE TRIGGER catalog_part_fixed BEFORE INSERT OR UPDATE OR DELETE ON catalog_conditionalterm
  FOR EACH ROW EXECUTE FUNCTION catalog_part_fixed();
