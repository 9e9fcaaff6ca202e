"""Life circles (生活圈划定): the whole urban city divided into nested planning units of 15, 10 and 5 minutes' walk."""
