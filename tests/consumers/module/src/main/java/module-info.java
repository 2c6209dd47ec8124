// snippet begin
module consumer {
    requires ekyc;
    requires org.slf4j;
}
// snippet end
