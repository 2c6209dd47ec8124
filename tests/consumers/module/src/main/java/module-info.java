module consumer {
    requires ekyc;
}
