-- What was done to the installation is written once. The function is the history's own.
CREATE TRIGGER operation_kept BEFORE UPDATE OR DELETE ON kernel_operation
  FOR EACH ROW EXECUTE FUNCTION kernel_history_refuse();
