int fq_placeholder(void);
