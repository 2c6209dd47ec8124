/// 42, by way of a panic that is caught: so the other library's unwinding works beside ours.
int other_answer(void);
