#pragma once
int fk_placeholder(void);
