return {
  memory = "1 GiB",
  timeout = "1m",
  alarm_at = 5,
  queue = { retention = "14d" },
  tags = { CostCentre = "4711" },
}
